// For shadow maps: depth only.
void main() {
}
