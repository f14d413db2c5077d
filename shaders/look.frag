// The head as data: LOOK 0 shape in clay, 1 albedo, 2 normal, 3 uv.
#include "include/tone.glsl"
in vec3 v_normal;
in vec2 v_uv;
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
    vec3 clay = vec3(0.46, 0.45, 0.43) * diffuse(n, vec3(0.15), 1.0) + key_light() * 0.3 * gloss(n, to_eye, 20.0, 0.03);
    out_color = shown(clay, 1.0);
#elif LOOK == 1
    out_color = vec4(srgb_from_linear(texture(albedo, v_uv).rgb), 1.0);
#elif LOOK == 2
    out_color = vec4(0.5 + 0.5 * n, 1.0);
#else
    out_color = vec4(v_uv, 0.0, 1.0);
#endif
}
