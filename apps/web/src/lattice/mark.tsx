/** Shoji's mark: a lattice with one pane filled. */
export function Mark() {
  return (
    <svg width="22" height="26" viewBox="0 0 22 26" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M1.25 1.25h19.5v23.5H1.25z" strokeWidth="2.5" />
      <path d="M7.8 2v22M14.2 2v22M2 9h18M2 17h18" strokeWidth="1" />
      <path d="M14.2 9h5.5v8h-5.5z" fill="currentColor" stroke="none" />
    </svg>
  );
}
