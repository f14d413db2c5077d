// A finished picture at another size.
uniform sampler2D picture;
in vec2 v_uv;
out vec4 out_color;

void main() {
    out_color = texture(picture, v_uv);
}
