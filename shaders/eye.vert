// An eyeball's vertex, and where it is between the lids, so that they can throw a shadow on it.
#include "include/sh.glsl"
uniform sampler2D positions;
uniform sampler2D normals;
uniform mat4 clip_from_model;
uniform ivec2 lids[6];  // texels: inner corner, outer corner, upper lid; left eye, then right
uniform vec3 head_up;
uniform vec3 gaze[2];
in ivec2 in_texel;
in vec4 in_offset;      // from the eye's centre at rest, metres; 0 left eye, 1 right
out vec3 v_soft;
out vec3 v_position;
out vec3 v_normal;
out vec3 v_offset;
out vec3 v_lid;
out vec3 v_gaze;

vec3 lid(int eye, int which) {
    return texelFetch(positions, lids[3 * eye + which], 0).xyz;
}

void main() {
    int eye = int(in_offset.w);
    v_position = texelFetch(positions, in_texel, 0).xyz;
    v_normal = texelFetch(normals, in_texel, 0).xyz;
    v_soft = max(sh_shading(v_normal), 0.06);
    v_offset = in_offset.xyz * 1000.0;
    v_gaze = gaze[eye];
    vec3 inner = lid(eye, 0);
    vec3 opening = lid(eye, 1) - inner;
    float t = dot(v_position - inner, opening) / dot(opening, opening);
    float height = dot(v_position - inner - t * opening, head_up);
    float arch = dot(lid(eye, 2) - inner - 0.5 * opening, head_up);
    v_lid = vec3(t, 1000.0 * height, 1000.0 * arch);
    gl_Position = clip_from_model * vec4(v_position, 1.0);
}
