// A posed vertex of the head: its place and normal come from the tables that deform.frag and normal.frag filled.
#ifdef LIT
#include "include/sh.glsl"
out vec3 v_soft;
#endif
#ifdef HAIR
in vec3 in_rest;
out vec3 v_rest;
#endif
#ifdef DETAIL
in float in_shown;
uniform sampler2D rights;  // gradients of the window's coordinates, 1/m (unfold.frag)
uniform sampler2D ups;
uniform vec3 window;  // left, bottom, side (engine/detail/window.py)
uniform vec2 full;    // slope, metres (engine/detail/relief.py)
uniform float detail_strength;
out vec2 v_place;
out vec3 v_right;
out vec3 v_up;
out float v_metres;
#ifdef LIT
out vec2 v_tilt;
#endif
#endif
uniform sampler2D positions;
uniform sampler2D normals;
uniform mat4 clip_from_model;
in ivec2 in_texel;
in vec2 in_uv;
in vec4 in_surface;  // scalp weight, fade at the neck's end, how deep inside, open to light
out vec4 v_surface;
out vec3 v_position;
out vec3 v_normal;
out vec2 v_uv;

void main() {
    v_position = texelFetch(positions, in_texel, 0).xyz;
    v_normal = texelFetch(normals, in_texel, 0).xyz;
    v_uv = in_uv;
    v_surface = in_surface;
#ifdef LIT
    v_soft = max(sh_shading(v_normal), 0.06) * in_surface.w;
#endif
#ifdef HAIR
    v_rest = in_rest;
#endif
#ifdef DETAIL
    float shown = detail_strength * in_shown;
    v_place = (in_uv - window.xy) / window.z;
    v_right = shown * full.x * texelFetch(rights, in_texel, 0).xyz;
    v_up = shown * full.x * texelFetch(ups, in_texel, 0).xyz;
    v_metres = shown * full.y;
#ifdef LIT
    vec3 tilt = sh_tilt() / max(dot(sh_shading(v_normal), vec3(1.0)), 0.2);
    v_tilt = vec2(dot(v_right, tilt), dot(v_up, tilt));
#endif
#endif
    gl_Position = clip_from_model * vec4(v_position, 1.0);
}
