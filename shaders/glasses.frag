// A polished frame, or LENS: what it takes from the light behind it, and the room that it mirrors.
#include "include/surface.glsl"
#include "include/tone.glsl"
#ifdef LENS
uniform float tint;  // share of the light that stays in it
#else
uniform vec3 frame_rgb;
#endif
in vec3 v_position;
in vec3 v_normal;
out vec4 out_color;

// The room as a mirror shows it: brighter above, a soft window where the key light is.
vec3 room(vec3 direction, float sharp) {
    float above = smoothstep(-0.3, 0.9, direction.y);
    float window = smoothstep(sharp, 1.0, dot(direction, key_direction));
    return v_soft * mix(0.25, 0.75, above) + key_light * window;
}

void main() {
    vec3 n = normalize(gl_FrontFacing ? v_normal : -v_normal);
    vec3 to_eye = normalize(eye_position - v_position);
    float grazing = 1.0 - max(dot(n, to_eye), 0.0);
    float g2 = grazing * grazing;
    float fresnel = 0.04 + 0.96 * g2 * g2 * grazing;
    vec3 mirrored = room(reflect(-to_eye, n), 0.90);
#ifdef LENS
    float alpha = clamp(tint + fresnel, 0.0, 1.0);
    // Added to bytes that are sRGB already: a faint mirror image stays faint, as it is before a lit face.
    vec3 coat = 0.10 * tint * v_soft * smoothstep(-0.6, 0.5, reflect(-to_eye, n).y);
    out_color = vec4(shoulder(fresnel * mirrored + coat), alpha);
#else
    vec3 color = frame_rgb * diffuse(v_soft, dot(n, key_direction), vec3(0.1), 1.0) + min(1.6 * fresnel, 0.35) * mirrored;
    out_color = shown(color, 1.0);
#endif
}
