// What the skin needs of a displacement map, one fragment per texel: the twin of engine/detail/relief.py.
uniform sampler2D displacement;  // m; its first row is the map's top one
uniform sampler2D still;         // what stays, as shares of `full`; rows bottom first, as those of the result
uniform float still_strength;
uniform vec2 full;               // slope, metres
layout(location = 0) out vec4 out_relief;

float height(ivec2 at) {
    return texelFetch(displacement, clamp(at, ivec2(0), ivec2(SIZE - 1)), 0).r;
}

void main() {
    ivec2 texel = ivec2(gl_FragCoord.xy);
    ivec2 at = ivec2(texel.x, SIZE - 1 - texel.y);
    float here = height(at);
    float total = 0.0;
    for (int y = -REACH; y <= REACH; ++y)
        for (int x = -REACH; x <= REACH; ++x)
            total += height(at + ivec2(x, y));
    float depth = total / float((2 * REACH + 1) * (2 * REACH + 1)) - here;
    float right = height(at + ivec2(1, 0)) - height(at - ivec2(1, 0));
    float up = height(at - ivec2(0, 1)) - height(at + ivec2(0, 1));
    vec4 moving = vec4(vec2(right, up) * float(SIZE) / (2.0 * full.x), vec2(depth, here) / full.y);
    out_relief = clamp(moving + still_strength * texelFetch(still, texel, 0), -1.0, 1.0);
}
