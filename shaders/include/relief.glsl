// Wrinkles and pores on the mesh: slopes along the surface, and how deep in its surroundings a point lies.
uniform sampler2D moving;  // slope to the right, slope upwards, depth, height (engine/detail/relief.py)
uniform sampler2D still;
in vec2 v_place;  // in the window
in vec3 v_right;  // gradients of the window's coordinates, 1/m, times v_shown
in vec3 v_up;
in float v_shown; // strength, masked

// xyz: what the displacement takes from the normal; w: depth, metres (LOOK 4: height).
vec4 relief() {
    vec4 both = texture(moving, v_place) + texture(still, v_place);
#if LOOK == 4
    both.z = both.w;
#endif
    return vec4(both.x * v_right + both.y * v_up, both.z * v_shown);
}

// Share of the light that reaches the bottom of a wrinkle; its rims catch a little more.
float open_above(float depth) {
    return 1.0 - clamp(1100.0 * depth, -0.12, 0.45);
}
