// Single hairs on a strip: thick at the root, gone at the tip. The lower lid's are faint.
uniform sampler2D strands;
in vec2 v_uv;
in vec2 v_lash;  // 0 root to 1 tip; how strong
out vec4 out_color;

void main() {
    // A little slant and a little waviness keep them from looking like a comb.
    float along = v_uv.x * 17.0 + 0.05 * v_lash.x;
    float strand = texture(strands, vec2(along, v_lash.x * 0.03)).r;
    float tall = texture(strands, vec2(along * 0.31, 0.5)).r;
    float reach = v_lash.x / (0.55 + 0.6 * tall);
    float hair = smoothstep(0.42 + 0.4 * reach, 0.62 + 0.4 * reach, strand);
    // Seen from the edge, the strip of a closed eye, hairs merge into a line.
    hair = mix(hair, 0.4, smoothstep(0.15, 0.5, fwidth(v_lash.x)));
    float alpha = v_lash.y * mix(0.25, 1.0, hair) * (1.0 - smoothstep(0.2, 1.0, reach));
    out_color = vec4(vec3(0.09, 0.065, 0.055) * alpha, alpha);
}
