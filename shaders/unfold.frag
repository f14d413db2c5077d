// Gradients of the detail window's coordinates along the deformed surface, one fragment per vertex (unfold.py).
uniform sampler2D positions;
uniform sampler2D normals;
uniform isampler2D neighbours;  // as in normal.frag
uniform sampler2D shares;       // of the edges to them in the tangents: right x, y; up z, w
layout(location = 0) out vec4 out_right;
layout(location = 1) out vec4 out_up;

vec3 position(int vertex) {
    return texelFetch(positions, ivec2(vertex % COLUMNS, vertex / COLUMNS), 0).xyz;
}

void main() {
    ivec2 vertex = ivec2(gl_FragCoord.xy);
    vec3 here = texelFetch(positions, vertex, 0).xyz;
    vec3 right = vec3(0.0);
    vec3 up = vec3(0.0);
    for (int k = 0; k < VALENCE; ++k) {
        ivec2 at = ivec2(vertex.x, vertex.y * VALENCE + k);
        vec4 share = texelFetch(shares, at, 0);
        if (share == vec4(0.0)) break;
        ivec2 others = texelFetch(neighbours, at, 0).xy;
        vec3 first = position(others.x) - here;
        vec3 second = position(others.y) - here;
        right += share.x * first + share.y * second;
        up += share.z * first + share.w * second;
    }
    // The dual basis in the tangent plane: out_right grows along `right` alone, out_up along `up` alone.
    vec3 n = texelFetch(normals, vertex, 0).xyz;
    float area = dot(n, cross(right, up));
    float scale = area > 0.0 ? 1.0 / area : 0.0;
    out_right = vec4(scale * cross(up, n), 0.0);
    out_up = vec4(scale * cross(n, right), 0.0);
}
