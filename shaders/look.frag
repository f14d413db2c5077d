// The head as data: LOOK 0 shape in clay, 1 albedo, 2 normal, 3 uv, 4 displacement. DETAIL: with wrinkles and pores.
#include "include/tone.glsl"
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_surface;
#if LOOK == 0
#include "include/surface.glsl"
in vec3 v_position;
#elif LOOK == 1
uniform sampler2D albedo;
#elif LOOK == 4
const float FULL_M = 0.0005;  // from here on as blue (inwards) or as red (outwards) as it gets
#endif
#ifdef DETAIL
#include "include/relief.glsl"
#endif
out vec4 out_color;

void main() {
#ifdef DETAIL
    vec4 fine = relief();
    vec3 n = tilted(v_normal, fine);
#else
    vec3 n = normalize(v_normal);
#endif
#if LOOK == 0
    vec3 to_eye = normalize(eye_position - v_position);
    n = dot(n, to_eye) < 0.0 ? -n : n;
#ifdef DETAIL
    float above = open_above(fine);
    vec3 soft = v_soft * soft_share(fine, above);
#else
    const float above = 1.0;
    vec3 soft = v_soft;
#endif
    vec3 clay = vec3(0.46, 0.45, 0.43) * diffuse(soft, dot(n, key_direction), vec3(0.15), v_surface.w * above);
    clay += key_light * (above * gloss(n, to_eye).x);
    vec3 color = srgb_from_linear(shoulder(clay));
#elif LOOK == 1
    vec3 color = srgb_from_linear(texture(albedo, v_uv).rgb);
#elif LOOK == 2
    vec3 color = 0.5 + 0.5 * n;
#elif LOOK == 3
    vec3 color = vec3(v_uv, 0.0);
#else
#ifdef DETAIL
    float share = clamp(v_metres * fine.w / FULL_M, -1.0, 1.0);
#else
    const float share = 0.0;
#endif
    vec3 full = share < 0.0 ? vec3(0.13, 0.32, 0.86) : vec3(0.84, 0.15, 0.12);
    vec3 color = mix(vec3(0.62), full, abs(share)) * (0.72 + 0.28 * max(n.z, 0.0));
#endif
#ifdef FADE
    float alpha = smoothstep(0.0, 1.0, v_surface.y);
#else
    const float alpha = 1.0;
#endif
    out_color = vec4(color * alpha, alpha);
}
