// A lash strip's vertex.
uniform sampler2D positions;
uniform mat4 clip_from_model;
in ivec2 in_texel;
in vec2 in_uv;
in vec2 in_lash;
out vec2 v_uv;
out vec2 v_lash;  // 0 root to 1 tip; how strong

void main() {
    v_uv = in_uv;
    v_lash = in_lash;
    gl_Position = clip_from_model * vec4(texelFetch(positions, in_texel, 0).xyz, 1.0);
}
