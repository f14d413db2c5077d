// Skin. HAIR: the hair cap grows out of it. FADE: it ends softly at the neck.
#include "include/surface.glsl"
#include "include/tone.glsl"
uniform sampler2D albedo;
in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_surface;
out vec4 out_color;
#ifdef HAIR
#include "include/hair.glsl"
#endif

void main() {
    vec3 n = normalize(v_normal);
    vec3 to_eye = normalize(eye_position - v_position);
    float inside = v_surface.z;
    float open = 1.0 - 0.85 * inside;
    float key_cosine = dot(n, key_direction);
    vec3 color = texture(albedo, v_uv).rgb * diffuse(key_cosine, vec3(0.50, 0.28, 0.20), v_surface.w) * open;
    color *= 1.0 - vec3(0.25, 0.55, 0.60) * inside;
    vec2 lobes = gloss(n, to_eye);
    color += key_light * (open * (0.55 * lobes.x + 1.2 * lobes.y));
#ifdef HAIR
    color = with_hair(color, n, to_eye, key_cosine);
#endif
#ifdef FADE
    out_color = shown(color, smoothstep(0.0, 1.0, v_surface.y));
#else
    out_color = shown(color, 1.0);
#endif
}
