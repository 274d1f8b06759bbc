/** What was looked at while the tunnel is up, and when. */
export function Checked() {
  return null;
}
