// Nine-term spherical harmonics light; twin of engine/light.py, which says where the factors are from.
uniform vec3 light[9];

vec3 sh_shading(vec3 n) {
    return 0.28209 * light[0]
         + 1.02333 * (light[1] * n.x + light[2] * n.y + light[3] * n.z)
         + 0.85809 * (light[4] * n.x * n.y + light[5] * n.x * n.z + light[6] * n.y * n.z)
         + 0.42904 * light[7] * (n.x * n.x - n.y * n.y)
         + 0.24771 * light[8] * (3.0 * n.z * n.z - 1.0);
}

// How the sum of its channels grows with the normal: the linear terms, which are most of it.
vec3 sh_tilt() {
    return 1.02333 * vec3(dot(light[1], vec3(1.0)), dot(light[2], vec3(1.0)), dot(light[3], vec3(1.0)));
}
