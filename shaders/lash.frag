// Single hairs on a strip: opaque at the root, thinning out to the tip.
uniform sampler2D strands;
in vec2 v_uv;
in float v_reach;
out vec4 out_color;

void main() {
    float strand = texture(strands, vec2(v_uv.x * 6.0, v_reach * 0.05)).r;
    float hair = smoothstep(0.30 + 0.35 * v_reach, 0.60 + 0.35 * v_reach, strand);
    float alpha = 0.75 * hair * smoothstep(1.0, 0.35, v_reach);
    out_color = vec4(vec3(0.055, 0.04, 0.035) * alpha, alpha);
}
