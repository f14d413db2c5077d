// Strands of a hairstyle: lightness and opacity from its texture, colour from the person.
// Opacity becomes a share of a pixel's samples; HARD: there is only one.
#include "include/tone.glsl"
uniform sampler2D strands;  // lightness, opacity
uniform vec3 hair_rgb;
uniform vec3 key_light;
in vec3 v_diffuse;
in vec2 v_sheen;
in vec3 v_strand;
out vec4 out_color;

void main() {
    vec2 strand = texture(strands, v_strand.xy).rg;
    // Edges a pixel wide however far away: opacity's own slope is lost in the smaller levels.
    float alpha = clamp((strand.y - 0.42) / max(fwidth(strand.y), 0.12) + 0.5, 0.0, 1.0);
    alpha *= clamp((v_strand.z - 0.030 * strand.x) * 100.0, 0.0, 1.0);  // cut strand by strand
#ifdef HARD
    if (alpha < 0.5) discard;
    alpha = 1.0;
#else
    if (alpha < 0.1) discard;
#endif
    float light = strand.x * 2.2222;  // 1 on average
    float off = v_sheen.y + 0.25 * (light - 1.0);
    float across = max(1.0 - 4.0 * off * off, 0.0);
    float sheen = across * across * across * v_sheen.x * light * light;
    // Strands of light hair shine through each other.
    float contrast = mix(0.85, 0.40, clamp((hair_rgb.g - 0.02) * 3.5, 0.0, 1.0));
    vec3 color = hair_rgb * (0.95 + contrast * (light - 1.0)) * v_diffuse;
    color += key_light * (0.012 + 0.45 * hair_rgb) * sheen;
    out_color = vec4(srgb_from_linear(shoulder(color)), alpha);
}
