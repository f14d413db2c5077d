// The picture under the avatar, cut to fill the view.
uniform sampler2D picture;
uniform vec2 cover;  // engine/render/camera.py
in vec2 v_uv;
out vec4 out_color;

void main() {
    out_color = vec4(texture(picture, 0.5 + (v_uv - 0.5) / cover).rgb, 1.0);
}
