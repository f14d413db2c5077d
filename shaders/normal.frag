// Area-weighted vertex normals, one fragment per vertex (engine/head/head_model.py, vertex_normals).
uniform sampler2D positions;
uniform isampler2D neighbours;  // the two other corners of triangle k at (x, y * VALENCE + k); -1 where there is none
out vec4 out_normal;

vec3 position(int vertex) {
    return texelFetch(positions, ivec2(vertex % COLUMNS, vertex / COLUMNS), 0).xyz;
}

void main() {
    ivec2 vertex = ivec2(gl_FragCoord.xy);
    vec3 here = texelFetch(positions, vertex, 0).xyz;
    vec3 sum = vec3(0.0);
    for (int k = 0; k < VALENCE; ++k) {
        ivec2 others = texelFetch(neighbours, ivec2(vertex.x, vertex.y * VALENCE + k), 0).xy;
        if (others.x < 0) break;
        sum += cross(position(others.x) - here, position(others.y) - here);
    }
    float len = length(sum);
    out_normal = vec4(len > 0.0 ? sum / len : vec3(0.0, 0.0, 1.0), 0.0);
}
