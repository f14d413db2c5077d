// A lash strip's vertex.
uniform sampler2D positions;
uniform mat4 clip_from_model;
in ivec2 in_texel;
in vec2 in_uv;
in float in_reach;
out vec2 v_uv;
out float v_reach;  // 0 root, 1 tip

void main() {
    v_uv = in_uv;
    v_reach = in_reach;
    gl_Position = clip_from_model * vec4(texelFetch(positions, in_texel, 0).xyz, 1.0);
}
