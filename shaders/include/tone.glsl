// From linear light to the sRGB bytes of a picture.
vec3 srgb_from_linear(vec3 c) {
    return mix(12.92 * c, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}

// Straight up to 0.7, then a shoulder that reaches 1 at infinity: highlights keep their hue instead of clipping.
vec3 shoulder(vec3 c) {
    vec3 over = max(c - 0.7, 0.0);
    return min(c, 0.7) + 0.3 * over / (over + 0.3);
}

vec4 shown(vec3 linear, float alpha) {
    return vec4(srgb_from_linear(shoulder(max(linear, 0.0))) * alpha, alpha);
}
