// Premultiplied to straight alpha.
uniform sampler2D picture;
out vec4 out_color;

void main() {
    vec4 color = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
    out_color = color.a > 0.0 ? vec4(color.rgb / color.a, color.a) : vec4(0.0);
}
