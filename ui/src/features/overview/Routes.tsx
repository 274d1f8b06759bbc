/** Which networks and names go through which tunnel. */
export function Routes() {
  return null;
}
