// Positions of the posed head, one fragment per vertex: FLAME's equations 2-4 (engine/head/head_model.py, skin).
uniform sampler2D rest;     // shaped vertex, and the weight of joint 4
uniform sampler2D weights;  // of joints 0-3
uniform sampler2D basis;    // column c of vertex (x, y) at (x, y * NUM_COLUMNS + c)
uniform vec4 pairs[MAX_PAIRS];  // (column, weight) twice; the columns whose weight is not zero
uniform int num_pairs;
uniform mat4 bones[5];
out vec4 out_position;

void main() {
    ivec2 vertex = ivec2(gl_FragCoord.xy);
    int first = vertex.y * NUM_COLUMNS;
    vec4 shaped = texelFetch(rest, vertex, 0);
    vec3 position = shaped.xyz;
    for (int i = 0; i < num_pairs; ++i) {
        vec4 pair = pairs[i];
        position += pair.y * texelFetch(basis, ivec2(vertex.x, first + int(pair.x)), 0).xyz;
        position += pair.w * texelFetch(basis, ivec2(vertex.x, first + int(pair.z)), 0).xyz;
    }
    vec4 weight = texelFetch(weights, vertex, 0);
    mat4 bone = weight.x * bones[0] + weight.y * bones[1] + weight.z * bones[2] + weight.w * bones[3]
              + shaped.w * bones[4];
    out_position = vec4((bone * vec4(position, 1.0)).xyz, 1.0);
}
