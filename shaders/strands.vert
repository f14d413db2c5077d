// A vertex of a hairstyle, lit: it follows the skull, and what hangs on the shoulders follows them half.
// Few numbers go on to the fragments: a software driver pays for each of them at every triangle.
#include "include/sh.glsl"
uniform mat4 clip_from_model;
uniform mat4 skull;  // model from rest, as is bust
uniform mat4 bust;
uniform vec3 crown;
uniform float ends_y;
uniform vec3 eye_position;  // the camera's, model frame
uniform vec3 key_direction;
uniform vec3 key_light;
in vec3 in_position;
in vec3 in_normal;
in vec2 in_uv;
out vec3 v_diffuse;
out vec2 v_sheen;  // how strong it may be; off the mirror direction, along the strands
out vec3 v_strand; // uv; metres above the cut ends

void main() {
    mat4 bone = skull + (bust - skull) * (0.6 * smoothstep(-0.05, -0.14, in_position.y));
    vec3 position = (bone * vec4(in_position, 1.0)).xyz;
    vec3 n = mat3(bone) * in_normal;
    vec3 down = in_position - crown;
    vec3 along = mat3(bone) * normalize(down - in_normal * dot(down, in_normal) + 1e-5);
    // Hair below the head's middle is shaded by what hangs above it.
    float sky = mix(0.70, 1.0, smoothstep(-0.12, 0.06, in_position.y));
    float key_cosine = dot(n, key_direction);
    float lit = clamp((key_cosine + 0.3) / 1.3, 0.0, 1.0);
    v_diffuse = 0.58 * sky * max(sh_shading(n), 0.06) + (0.22 + 0.33 * sky) * lit * (0.65 + 0.35 * lit) * key_light;
    v_sheen = vec2(clamp(key_cosine + 0.3, 0.0, 1.0), dot(along, normalize(normalize(eye_position - position) + key_direction)));
    v_strand = vec3(in_uv, in_position.y - ends_y);
    gl_Position = clip_from_model * vec4(position, 1.0);
}
