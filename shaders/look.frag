// The head as data: LOOK 0 shape in clay, 1 albedo, 2 normal, 3 uv.
#include "include/tone.glsl"
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_surface;
#if LOOK == 0
#include "include/surface.glsl"
in vec3 v_position;
#elif LOOK == 1
uniform sampler2D albedo;
#endif
out vec4 out_color;

void main() {
    vec3 n = normalize(v_normal);
#if LOOK == 0
    vec3 to_eye = normalize(eye_position - v_position);
    n = dot(n, to_eye) < 0.0 ? -n : n;
    vec3 clay = vec3(0.46, 0.45, 0.43) * diffuse(dot(n, key_direction), vec3(0.15), v_surface.w) + key_light * gloss(n, to_eye).x;
    vec3 color = srgb_from_linear(shoulder(clay));
#elif LOOK == 1
    vec3 color = srgb_from_linear(texture(albedo, v_uv).rgb);
#elif LOOK == 2
    vec3 color = 0.5 + 0.5 * n;
#else
    vec3 color = vec3(v_uv, 0.0);
#endif
#ifdef FADE
    float alpha = smoothstep(0.0, 1.0, v_surface.y);
#else
    const float alpha = 1.0;
#endif
    out_color = vec4(color * alpha, alpha);
}
