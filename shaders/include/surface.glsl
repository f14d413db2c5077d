// How skin-like surfaces answer light: the photo's soft light, one key light that gives form, two lobes of gloss.
// Nine-term light alone is flat: it cannot show a fold.
#include "include/sh.glsl"
uniform vec3 eye_position;  // the camera's, model frame
uniform vec3 key_direction;

// Light that has travelled under the skin comes out redder, beyond the terminator.
vec3 wrapped(float cosine, vec3 wrap) {
    vec3 lit = clamp((cosine + wrap) / (1.0 + wrap), 0.0, 1.0);
    return lit * lit * (3.0 - 2.0 * lit) * 0.35 + lit * 0.65;
}

// Normalised Blinn-Phong with Schlick's Fresnel term, f0 of wet or dry skin.
float gloss(vec3 n, vec3 to_eye, float exponent, float f0) {
    vec3 h = normalize(to_eye + key_direction);
    float fresnel = f0 + (1.0 - f0) * pow(1.0 - max(dot(to_eye, h), 0.0), 5.0);
    return fresnel * (exponent + 2.0) / 8.0 * pow(max(dot(n, h), 0.0), exponent) * max(dot(n, key_direction), 0.0);
}

// Level of the key light: it belongs to the same room as the soft light.
vec3 key_light() {
    return max(sh_shading(key_direction), 0.15);
}

vec3 diffuse(vec3 n, vec3 wrap, float open) {
    return 0.58 * max(sh_shading(n), 0.06) * open + 0.55 * key_light() * wrapped(dot(n, key_direction), wrap) * open;
}
