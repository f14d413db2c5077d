// Wrinkles and pores on the mesh. DETAIL 1: in one texture; 2, seen from close by: what stays has a finer one.
uniform sampler2D moving;  // slope to the right, slope upwards, depth, height (engine/detail/relief.py)
#if DETAIL == 2
uniform sampler2D still;
#endif
in vec2 v_place;  // in the window
in vec3 v_right;  // what a slope of 1 to the right takes from the normal, and one upwards
in vec3 v_up;
in float v_metres;  // of depth and height at 1
#ifdef LIT
in vec2 v_tilt;  // what such slopes take from the soft light, as shares
#endif

vec4 relief() {
#if DETAIL == 2
    return texture(moving, v_place) + texture(still, v_place);
#else
    return texture(moving, v_place);
#endif
}

vec3 tilted(vec3 n, vec4 fine) {
    return normalize(n - fine.x * v_right - fine.y * v_up);
}

#ifdef LIT
// Share of the sky that a wrinkle lets through to its bottom; its rims catch a little more.
float open_above(vec4 fine) {
    return 1.0 - clamp(1100.0 * v_metres * fine.z, -0.12, 0.45);
}

// The same, of the soft light, which has a direction too.
float soft_share(vec4 fine, float above) {
    return clamp(above - dot(fine.xy, v_tilt), 0.2, 1.6);
}
#endif
