// From linear light to the sRGB bytes of a picture; within 0.03 of a byte of IEC 61966-2-1, by square roots (least squares).
vec3 srgb_from_linear(vec3 c) {
    vec3 r2 = sqrt(c);
    vec3 r4 = sqrt(r2);
    vec3 r8 = sqrt(r4);
    vec3 curve = 0.64593564 * r2 + 0.70816951 * r4 - 0.33525651 * r8 - 0.01889062 * c;
    return mix(12.92 * c, curve, step(0.0031308, c));
}

// Straight up to 0.7, then a shoulder that reaches 1 at infinity: highlights keep their hue instead of clipping.
vec3 shoulder(vec3 c) {
    vec3 over = max(c - 0.7, 0.0);
    return min(c, 0.7) + 0.3 * over / (over + 0.3);
}

vec4 shown(vec3 linear, float alpha) {
    return vec4(srgb_from_linear(shoulder(linear)) * alpha, alpha);
}
