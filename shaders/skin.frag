// Skin, and the hair cap where the scalp weight says so.
#include "include/surface.glsl"
#include "include/tone.glsl"
uniform sampler2D albedo;
#ifdef HAIR
uniform sampler2D strands;
uniform vec3 hair_rgb;
uniform vec3 crown;
#endif
in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec3 v_rest;
in vec4 v_surface;
out vec4 out_color;

#ifdef HAIR
// Strands run from the crown outwards.
vec4 hair(vec3 n, vec3 to_eye) {
    vec3 from_crown = v_rest - crown;
    float turn = atan(from_crown.x, from_crown.z) / 6.2831853;
    float down = length(from_crown);
    // Two turns of the texture so that the seam of atan, at the nape, meets itself.
    float strand = texture(strands, vec2(turn * 2.0, down * 4.0)).r;
    float lock = texture(strands, vec2(turn * 1.0 + 0.3, down * 1.5)).r;
    float share = smoothstep(0.25, 0.75, v_surface.x + 0.5 * (strand + lock - 1.0) * (1.0 - abs(2.0 * v_surface.x - 1.0)));
    vec3 along = normalize(from_crown - n * dot(from_crown, n) + 1e-5);
    vec3 h = normalize(to_eye + key_direction);
    float across = sqrt(max(1.0 - dot(along, h) * dot(along, h), 0.0));
    float sheen = pow(across, 40.0) * max(dot(n, key_direction) + 0.2, 0.0) * (0.4 + strand);
    vec3 tint = hair_rgb * (0.35 + 0.7 * strand + 0.6 * lock * lock);
    vec3 color = tint * diffuse(n, vec3(0.2), 0.6 + 0.4 * v_surface.x) + (0.06 * key_light() + 0.5 * hair_rgb) * 0.35 * sheen;
    return vec4(color, share);
}
#endif

void main() {
    vec3 n = normalize(v_normal);
    vec3 to_eye = normalize(eye_position - v_position);
    vec3 base = texture(albedo, v_uv).rgb;
    float inside = v_surface.z;
    float open = v_surface.w * (1.0 - 0.85 * inside);
    vec3 color = base * diffuse(n, vec3(0.50, 0.28, 0.20), open);
    color *= mix(vec3(1.0), vec3(0.75, 0.45, 0.40), inside);
    color += key_light() * open * (0.55 * gloss(n, to_eye, 9.0, 0.028) + 0.35 * gloss(n, to_eye, 38.0, 0.028));
#ifdef HAIR
    if (v_surface.x > 0.0) {
        vec4 cap = hair(n, to_eye);
        color = mix(color, cap.rgb, cap.a);
    }
#endif
    out_color = shown(color, smoothstep(0.0, 1.0, v_surface.y));
}
