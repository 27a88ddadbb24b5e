/** What `shoji scan --help` says below its flags. */
export const help = `
The table has a line for each container, worst first. The risk is 0 to 100, or a range where facts are unknown; the eight
walls are closed, thin, open or unknown; the reason is the finding that weighs most. Below it stands what the host lacks
under all of them.

  sudo shoji-collector scan                         # every container of this host
  sudo shoji-collector scan --container web         # one in full: facts, best changes, plan, findings
  shoji-collector scan --explain runtime-socket     # what a rule, a way out or a change is
  sudo shoji-collector scan --all                   # services and plain processes, too
  sudo shoji-collector scan --json | jq '.containers[] | [.name, .risk.score]'
  sudo shoji-collector scan --sarif > shoji.sarif   # for code scanning
  sudo shoji-collector scan --fail-on high          # for CI
  sudo shoji-collector scan --rules ours.json       # rules of your own, beside the built-in ones
  shoji-collector scan --check                      # what may not be read here, and what it would take
  shoji-collector scan --recording ./puzzling-host  # a host recorded with: shoji-collector record

It needs no privilege to start: what may not be read is unknown, never safe. Colours are used only on a terminal, and not
with NO_COLOR.

Exit codes: 0 the scan ran, and --fail-on found nothing; 1 --fail-on found something; 2 wrong arguments, or no such
container; 3 the host or recording could not be read, or --fail-on could not decide for lack of facts.`;
