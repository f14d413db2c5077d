// A lash strip's vertex. At rest the upper lid's strip rises; as the lid comes down it would be seen from its edge, a
// scratch: so its hairs come to hang over the lower lid's, which they hide.
uniform sampler2D positions;
uniform mat4 clip_from_model;
uniform ivec2 lids[6];  // texels: inner corner, outer corner, upper lid; left eye, then right
uniform vec3 head_up;
in ivec2 in_texel;
in vec2 in_uv;
in vec2 in_lash;
in vec4 in_offset;      // 0 left eye, 1 right, at last
out vec2 v_uv;
out vec2 v_lash;  // 0 root to 1 tip; how strong

const float LIFTED = 0.0018;  // m: a closed lid's edge is a little behind the skin that it meets
const float HANGING = 0.0085;

vec3 lid(int eye, int which) {
    return texelFetch(positions, lids[3 * eye + which], 0).xyz;
}

void main() {
    int eye = int(in_offset.w);
    vec3 corners = 0.5 * (lid(eye, 0) + lid(eye, 1));
    float arch = dot(lid(eye, 2) - corners, head_up);
    float shut = 1.0 - smoothstep(-0.0035, 0.0025, arch);
    bool upper = in_lash.y > 0.5;
    vec3 position = texelFetch(positions, in_texel, 0).xyz;
    position += upper ? shut * (LIFTED - HANGING * max(in_lash.x - 0.2, 0.0)) * head_up : vec3(0.0);
    v_uv = in_uv;
    v_lash = vec2(in_lash.x, in_lash.y * (upper ? 1.0 : 1.0 - shut));
    gl_Position = clip_from_model * vec4(position, 1.0);
}
