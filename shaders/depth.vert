// For shadow maps: depth only.
uniform mat4 clip_from_model;
in vec3 in_position;

void main() {
    gl_Position = clip_from_model * vec4(in_position, 1.0);
}
