// Eyeball: sclera, iris with fibres and a dark rim, pupil, the lids' shadow, a window's reflection on the cornea.
#include "include/surface.glsl"
#include "include/tone.glsl"
uniform sampler2D strands;
uniform vec3 iris_rgb;
in vec3 v_position;
in vec3 v_normal;
in vec3 v_gaze;
in vec3 v_offset;  // mm from the eye's centre, at rest
in vec3 v_lid;     // along the opening 0..1, height over the corners' line, height of the upper lid's arch: mm
out vec4 out_color;

const float IRIS_MM = 5.9;
const float PUPIL_MM = 2.0;
const float CORNEA_BULGE = 0.6;

void main() {
    vec3 n = normalize(v_normal);
    vec3 to_eye = normalize(eye_position - v_position);
    float radius = v_offset.z > 0.0 ? length(v_offset.xy) : 12.0;
    float blur = max(fwidth(radius), 0.05);
    float turn = atan(v_offset.y, v_offset.x) / 6.2831853;
    float fibre = texture(strands, vec2(turn, radius * 0.04)).r;

    float ring = clamp((radius - PUPIL_MM) / (IRIS_MM - PUPIL_MM), 0.0, 1.0);
    vec3 iris = iris_rgb * (0.55 + 0.9 * fibre) * mix(1.25, 0.8, ring);
    iris *= mix(1.0, 0.30, smoothstep(0.72, 1.0, ring));
    iris *= smoothstep(PUPIL_MM - blur, PUPIL_MM + blur + 0.3, radius);
    vec3 sclera = mix(vec3(0.55, 0.51, 0.48), vec3(0.52, 0.37, 0.33), 0.7 * smoothstep(7.0, 13.0, radius));
    sclera = mix(sclera, vec3(0.50, 0.26, 0.23), 0.55 * (1.0 - smoothstep(0.02, 0.20, v_lid.x)));  // inner corner
    float white = smoothstep(IRIS_MM - 0.25 - blur, IRIS_MM + 0.35 + blur, radius);
    vec3 base = mix(iris, sclera, white);

    float below = max(4.0 * v_lid.x * (1.0 - v_lid.x), 0.0) * v_lid.z - v_lid.y;
    float open = mix(0.25, 1.0, smoothstep(-0.6, 4.4, below));
    open *= mix(0.55, 1.0, smoothstep(-0.05, 0.18, v_lid.x) * (1.0 - smoothstep(0.82, 1.05, v_lid.x)));
    vec3 color = base * diffuse(v_soft, dot(n, key_direction), vec3(0.4, 0.32, 0.3), 1.0) * open;

    // The cornea is a smaller sphere than the eyeball: over the iris its normals turn faster.
    vec3 cornea = normalize(n + CORNEA_BULGE * (1.0 - white) * (n - v_gaze));
    float mirrored = max(dot(reflect(-to_eye, cornea), key_direction), 0.0);
    float window = smoothstep(0.965, 0.985, mirrored) * smoothstep(0.0, 0.8, below);
    float wet = mirrored * mirrored * mirrored * mirrored;
    color += key_light * (0.8 * window + 0.02 * open * wet * wet);
    out_color = shown(color, 1.0);
}
