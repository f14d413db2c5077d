// A vertex of a pair of glasses: as stiff as the skull that carries it.
#include "include/sh.glsl"
uniform mat4 clip_from_model;
uniform mat4 skull;  // model from rest
in vec3 in_position;
in vec3 in_normal;
out vec3 v_position;
out vec3 v_normal;
out vec3 v_soft;

void main() {
    v_position = (skull * vec4(in_position, 1.0)).xyz;
    v_normal = mat3(skull) * in_normal;
    v_soft = max(sh_shading(v_normal), 0.06);
    gl_Position = clip_from_model * vec4(v_position, 1.0);
}
