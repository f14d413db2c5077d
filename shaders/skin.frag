// Skin. DETAIL: with wrinkles and pores. HAIR: the hair cap grows out of it. FADE: it ends softly at the neck.
#include "include/surface.glsl"
#include "include/tone.glsl"
uniform sampler2D albedo;
in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_surface;
out vec4 out_color;
#ifdef DETAIL
#include "include/relief.glsl"
#endif
#ifdef HAIR
#include "include/hair.glsl"
#endif

void main() {
#ifdef DETAIL
    vec4 fine = relief();
    vec3 n = tilted(v_normal, fine);
    float above = open_above(fine);
    vec3 soft = v_soft * soft_share(fine, above);
#else
    vec3 n = normalize(v_normal);
    const float above = 1.0;
    vec3 soft = v_soft;
#endif
    vec3 to_eye = normalize(eye_position - v_position);
    float inside = v_surface.z;
    float open = 1.0 - 0.85 * inside;
    float key_cosine = dot(n, key_direction);
    vec3 color = texture(albedo, v_uv).rgb * diffuse(soft, key_cosine, vec3(0.50, 0.28, 0.20), v_surface.w * above) * open;
    color *= 1.0 - vec3(0.25, 0.55, 0.60) * inside;
    vec2 lobes = gloss(n, to_eye);
    color += key_light * (open * above * (0.55 * lobes.x + 1.2 * lobes.y));
#ifdef HAIR
    color = with_hair(color, n, to_eye, key_cosine);
#endif
#ifdef FADE
    out_color = shown(color, smoothstep(0.0, 1.0, v_surface.y));
#else
    out_color = shown(color, 1.0);
#endif
}
