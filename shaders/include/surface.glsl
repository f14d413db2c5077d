// How skin-like surfaces answer light: the photo's soft light, one key light that gives form, gloss.
// Nine-term light alone is flat: it cannot show a fold. Powers are products: pow() is most of a software pixel.
uniform vec3 eye_position;  // the camera's, model frame
uniform vec3 key_direction;
uniform vec3 key_light;
in vec3 v_soft;  // nine-term light, from the vertices: it varies slowly

// Light that has travelled under the skin comes out redder, beyond the terminator.
vec3 wrapped(float cosine, vec3 wrap) {
    vec3 lit = clamp((cosine + wrap) / (1.0 + wrap), 0.0, 1.0);
    return lit * (0.65 + 0.35 * lit);
}

// Blinn-Phong lobe to the power 8 or 32, and Schlick's Fresnel term, f0 of skin.
vec2 gloss(vec3 n, vec3 to_eye) {
    vec3 h = normalize(to_eye + key_direction);
    float c = max(dot(n, h), 0.0);
    float c8 = c * c; c8 *= c8; c8 *= c8;
    float c32 = c8 * c8; c32 *= c32;
    float grazing = 1.0 - max(dot(to_eye, h), 0.0);
    float g2 = grazing * grazing;
    float fresnel = 0.028 + 0.972 * g2 * g2 * grazing;
    return fresnel * max(dot(n, key_direction), 0.0) * vec2(c8, c32);
}

// soft: nine-term light; sky: the share of the light that folds let through, which `soft` has already.
vec3 diffuse(vec3 soft, float key_cosine, vec3 wrap, float sky) {
    return 0.57 * soft + 0.50 * (0.4 + 0.6 * sky) * key_light * wrapped(key_cosine, wrap);
}
