#!/usr/bin/env bash
# The demonstration: two owners' directives become one feed at three real offices. `./dev demo` runs it against the running platform.
#
# What is real: the offices and their municipalities (data/), and the signals whose id is named (data/signals-*.csv); their years are long past, so the
# demonstration lets them apply in 2027. What is constructed says KONSTRUERT in its title: the contradiction between the two lines. The offices' profiles are the
# example set, marked as such in every row.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

run=${SAMSTYRING_RUN:-.local/run}
published=$run/demo
turn=$(date +%s)
today=$(date +%F)
step=0

heading() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# ask PERSONA ARGS...: one command; while a part of the platform is away it is repeated with the same request id, so nothing happens twice.
ask() {
    local persona=$1 until=$((SECONDS + 90)) code
    shift
    while :; do
        code=0
        ./dev cli "$@" --as "$persona" 2>"$run/demo.error" || code=$?
        [[ $code == 8 && $SECONDS -lt $until ]] || break
        sleep 0.5
    done
    [[ $code == 0 ]] || cat "$run/demo.error" >&2
    return "$code"
}

# publish PERSONA OPTIONS...: a new directive; its id is in $id.
publish() {
    local persona=$1 answer
    shift
    step=$((step + 1))
    answer=$(ask "$persona" directive create "$@" --decided "$today" --no-consequence "Demonstrasjon: ingen endring for partneren" --publish --json --request-id "demo-$turn-$step")
    id=$(sed -n 's/.*"directiveId": "\([^"]*\)".*/\1/p' <<<"$answer" | head -n 1)
    echo "$persona $id" >>"$published"
    ask "$persona" directive show "$id"
}

# relay COUNTY ID: the county passes it on to its offices; the new id is in $id.
relay() {
    local answer
    step=$((step + 1))
    answer=$(ask "county:$1" directive relay "$2" --json --request-id "demo-$turn-$step")
    id=$(sed -n 's/.*"directiveId": "\([^"]*\)".*/\1/p' <<<"$answer" | head -n 1)
    echo "county:$1 $id" >>"$published"
    echo "  Nav fylke $1 sender videre: $2 → $id"
}

# until_counts PERSONA ID PATTERN: waits until the counts of the directive's status look like this.
until_counts() {
    local until=$((SECONDS + 90))
    until ask "$1" directive status "$2" | head -n 1 | grep -q "$3"; do
        [[ $SECONDS -lt $until ]] || { echo "Statusen til $2 ble ikke «$3»." >&2; exit 1; }
        sleep 0.2
    done
}

feeds() {
    local office
    for office in 1783 1124 0612; do
        heading "$1: feeden ved kontor $office, slik Nav-lederen ser den"
        ask "office:$office" mission list "$office"
    done
}

# What an earlier demonstration published would meet this one's directives.
withdraw_the_last_demonstration() {
    [[ -s $published ]] || return 0
    heading "Trekker direktivene fra forrige demonstrasjon"
    local persona old
    while read -r persona old; do
        # 5: somebody has withdrawn it already.
        ask "$persona" directive withdraw "$old" --reason "Ny demonstrasjon" --request-id "demo-withdraw-$old" </dev/null >/dev/null 2>&1 || [[ $? == 5 ]]
    done <"$published"
    rm "$published"
}

heading "0. Profilene til kontorene er oppdiktet: registeret sier ikke hvem som leder dem"
./dev example

year=(--from 2027-01-01 --to 2028-01-01 --horizon ANNUAL)
withdraw_the_last_demonstration

heading "1. Direktoratet prioriterer brukermøtene (ekte signal S0075) og sender til fylkene"
publish directorate --title "Gode brukermøter preget av respekt" \
    --text "Signal S0075, Arbeids- og velferdsdirektoratets årsrapport 2017: Gode brukermøter preget av respekt." \
    --document S0075 --clause "mål 2017" --document-type STEERING_LETTER --bindingness PRIORITISATION --modality SHOULD --level GOAL \
    --theme USER_MEETINGS --recipient COUNTY_DIRECTOR --scope ALL "${year[@]}"
meetings=$id
for county in 5700 1100 0600; do relay $county "$meetings"; done
until_counts county:0600 "$id" " 0 holdt tilbake"

heading "2. Kommunedirektørene prioriterer saksbehandlingstid (ekte signaler K0287, K0207 og K0171)"
for row in "5035 1783 K0287 28 Værnes" "1124 1124 K0207 14 Sola" "3310 0612 K0171 14 Hole"; do
    read -r municipality office signal days name <<<"$row"
    publish "municipal-director:$municipality" --title "Sosialhjelp behandles innen $days dager" \
        --text "Signal $signal, NORG2 april 2025: oppgitt saksbehandlingstid for økonomisk sosialhjelp ved Nav $name er inntil $days dager." \
        --document "$signal" --clause saksbehandlingstid --document-type MUNICIPAL_LETTER --bindingness PRIORITISATION --modality SHOULD --level RESULT \
        --theme FINANCIAL_ASSISTANCE --indicator IND-CASE-TIME-SOCIAL --target "<= $days DAY" --rank 1 --scope "OFFICE($office)" "${year[@]}"
done

heading "3. Statsforvalteren gir pålegg etter tilsyn ved Nav Hole (ekte signal S0003): holdes aldri tilbake"
publish county-governor:33 --title "Rette lovbrudd i økonomisk rådgivning" \
    --text "Signal S0003, tilsynsrapport 2025: Hole kommune pålegges å rette lovbrudd i økonomisk rådgivning." \
    --document S0003 --clause pålegg --document-type SUPERVISION_REPORT --bindingness SUPERVISION --modality MUST --level RESULT \
    --theme ECONOMIC_COUNSELLING --action ECONOMIC_COUNSELLING --legal-basis "sosialtjenesteloven § 17" --horizon OTHER --from 2027-01-01 --scope "OFFICE(0612)"

heading "4. Kommunedirektøren i Stjørdal vil ikke ha fysiske førstesamtaler (konstruert)"
publish municipal-director:5035 --title "KONSTRUERT: Ingen fysiske førstesamtaler" \
    --text "Konstruert for demonstrasjonen: Førstesamtaler med kommunens innbyggere skal tas digitalt; fysiske førstesamtaler skal ikke holdes." \
    --document "demo/oppdragsbrev" --clause 1 --document-type MUNICIPAL_LETTER --bindingness RESULT_REQUIREMENT --modality MUST_NOT --level ACTIVITY \
    --theme USER_MEETINGS --action USER_MEETING.PHYSICAL.FIRST --scope "OFFICE(1783)" "${year[@]}"
forbidden=$id
until_counts municipal-director:5035 "$forbidden" " 1 frigitt,"

heading "5. Direktoratet krever fysiske førstesamtaler (konstruert), og tre fylker sender kravet videre"
publish directorate --title "KONSTRUERT: Fysisk førstesamtale for alle nye arbeidssøkere" \
    --text "Konstruert for demonstrasjonen: Alle nye arbeidssøkere skal få en fysisk førstesamtale." \
    --document "demo/mål- og disponeringsbrev" --clause 2.1 --document-type STEERING_LETTER --bindingness RESULT_REQUIREMENT --modality MUST --level ACTIVITY \
    --theme USER_MEETINGS --action USER_MEETING.PHYSICAL.FIRST --recipient COUNTY_DIRECTOR --scope ALL "${year[@]}"
required=$id
for county in 1100 0600 5700; do relay $county "$required"; done
held=$id
until_counts county:5700 "$held" " 1 holdt tilbake"

heading "Kravet i Trøndelag: holdt tilbake ved ett kontor, fritt ved de andre (slik Nav Trøndelag ser det)"
ask county:5700 directive status "$held"
finding=$(ask county:5700 finding list --office 1783 --directive "$held" --json | sed -n 's/.*"findingId": "\([^"]*\)".*/\1/p' | head -n 1)
heading "Funnet, slik Nav Trøndelag og Stjørdal kommune ser det"
ask municipal-director:5035 finding show "$finding"
feeds "FØR"

heading "6. Saken venter på begge eiere; ingen av dem kan avgjøre den alene"
case=$(ask county:5700 case list --office 1783 --directive "$held" --kind CONTRADICTORY_ORDERS --json | sed -n 's/.*"caseId": "\([^"]*\)".*/\1/p' | head -n 1)
ask municipal-director:5035 task list
heading "Dommeren vurderer en utvei før noen foreslår den"
ask municipal-director:5035 case preview "$case" --way-out WITHDRAW --withdraw "$forbidden"
heading "Kommunedirektøren foreslår å trekke sitt; Nav Trøndelag undertegner"
step=$((step + 1))
ask municipal-director:5035 case propose "$case" --way-out WITHDRAW --withdraw "$forbidden" --mandate "Delegasjonsvedtak 12/26" --request-id "demo-$turn-$step" >/dev/null
step=$((step + 1))
ask county:5700 case answer "$case" 1 --mandate "Fylkesdirektørens fullmakt" --request-id "demo-$turn-$step"
heading "Dagsorden for partnerskapsmøtet, i ett kall"
ask county:5700 agenda show 1783

heading "7. Det eierne er enige om, gjennomføres; da slipper kravet fram ved Nav Værnes også"
step=$((step + 1))
ask municipal-director:5035 directive withdraw "$forbidden" --reason "Avklart i partnerskapet: samtalene skal være fysiske" --request-id "demo-$turn-$step"
sed -i "/ $forbidden\$/d" "$published"
until_counts county:5700 "$held" " 0 holdt tilbake"
ask county:5700 directive status "$held" | head -n 1
ask municipal-director:5035 case show "$case" | head -n 5
feeds "ETTER"

heading "8. Samme oppdrag for alle som leser det"
leader=$(ask office:1783 mission list 1783 --json | grep -o '"contentHash": "[^"]*"' | sha256sum | cut -c1-16)
owner=$(ask county:5700 mission list 1783 --json | grep -o '"contentHash": "[^"]*"' | sha256sum | cut -c1-16)
echo "Nav-lederens feed $leader, slik Nav Trøndelag ser den $owner: $([[ $leader == "$owner" ]] && echo lik || echo ULIK)"
[[ $leader == "$owner" ]]

heading "9. Revisjonssporet er helt"
ask auditor audit verify
