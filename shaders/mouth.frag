// Lining of the mouth, teeth, gums, tongue: wet, and darker the deeper inside.
#include "include/surface.glsl"
#include "include/tone.glsl"
uniform sampler2D albedo;
in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_surface;
out vec4 out_color;

void main() {
    vec3 to_eye = normalize(eye_position - v_position);
    vec3 n = normalize(v_normal);
    n = dot(n, to_eye) < 0.0 ? -n : n;
    float open = 1.0 - 0.80 * v_surface.z;
    open *= open;
    vec3 color = texture(albedo, v_uv).rgb * diffuse(v_soft, dot(n, key_direction), vec3(0.45, 0.30, 0.25), v_surface.w - 0.3) * open;
    color *= 1.0 - vec3(0.15, 0.45, 0.50) * v_surface.z;
    color += key_light * (open * 3.0 * gloss(n, to_eye).y);
    out_color = shown(color, 1.0);
}
