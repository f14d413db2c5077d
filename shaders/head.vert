// A posed vertex of the head: its place and normal come from the tables that deform.frag and normal.frag filled.
uniform sampler2D positions;
uniform sampler2D normals;
uniform mat4 clip_from_model;
in ivec2 in_texel;
in vec2 in_uv;
#ifdef SURFACE
in vec4 in_surface;  // scalp weight, fade at the neck's end, how deep inside, ambient occlusion
in vec3 in_rest;
out vec4 v_surface;
out vec3 v_rest;
#endif
out vec3 v_position;
out vec3 v_normal;
out vec2 v_uv;

void main() {
    v_position = texelFetch(positions, in_texel, 0).xyz;
    v_normal = texelFetch(normals, in_texel, 0).xyz;
    v_uv = in_uv;
#ifdef SURFACE
    v_surface = in_surface;
    v_rest = in_rest;
#endif
    gl_Position = clip_from_model * vec4(v_position, 1.0);
}
