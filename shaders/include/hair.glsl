// The hair cap: a displaced scalp, strands painted from the crown outwards, a hairline that thins out hair by hair.
uniform sampler2D strands;
uniform vec3 hair_rgb;
uniform vec3 crown;
in vec3 v_rest;

vec3 with_hair(vec3 skin, vec3 n, vec3 to_eye, float key_cosine) {
    vec3 from_crown = v_rest - crown;
    float turn = atan(from_crown.x, from_crown.z) / 6.2831853;
    float down = length(from_crown);
    // Whole turns of the texture: the cut of atan, at the nape, meets itself.
    float strand = texture(strands, vec2(turn * 11.0 + 0.02 * sin(down * 60.0), down * 3.5)).r;
    float lock = texture(strands, vec2(turn * 2.0 + 0.3, down * 1.6)).r;
    float edge = 1.0 - abs(2.0 * v_surface.x - 1.0);
    float share = smoothstep(0.10, 1.0, v_surface.x + edge * (0.8 * strand + 0.35 * lock - 0.60));
    share *= mix(share, 1.0, v_surface.x);  // single hairs let the skin through
    vec3 along = normalize(from_crown - n * dot(from_crown, n) + 1e-5);
    vec3 h = normalize(to_eye + key_direction);
    float off = dot(along, h) + 0.15 * (lock - 0.5);
    float across = max(1.0 - 4.0 * off * off, 0.0);
    float sheen = across * across * across * max(key_cosine + 0.2, 0.0) * (0.15 + strand * strand);
    vec3 tint = hair_rgb * (0.20 + 1.1 * strand + 0.6 * lock * lock);
    // Roots lie in each other's shade, tips of a thin hairline do not.
    vec3 color = tint * diffuse(v_soft, key_cosine, vec3(0.2), 1.0) * (0.7 + 0.3 * v_surface.x);
    color += key_light * (0.014 + 0.60 * hair_rgb) * sheen;
    return mix(skin, color, 0.97 * share);
}
