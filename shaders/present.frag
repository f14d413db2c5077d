// A finished picture at another size. CHECKERED: what is transparent in it is shown by squares.
uniform sampler2D picture;
#ifdef CHECKERED
uniform vec3 squares[2];
uniform float side_px;
#endif
in vec2 v_uv;
out vec4 out_color;

void main() {
    out_color = texture(picture, v_uv);
#ifdef CHECKERED
    ivec2 square = ivec2(floor(gl_FragCoord.xy / side_px));
    out_color += (1.0 - out_color.a) * vec4(squares[(square.x + square.y) & 1], 1.0);
#endif
}
