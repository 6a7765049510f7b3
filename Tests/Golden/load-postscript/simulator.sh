# Starts a made-up shop, and sets base to its address; the shop ends with the case.
simulate-postscript --seed 1 --rate-limit 0 "$@" >address 2>simulator.log &
simulator=$!
trap 'kill $simulator; wait $simulator' EXIT
until [ -s address ]; do
  kill -0 $simulator || exit 70
  sleep 0.05
done
export POSTSCRIPT_API_KEY=sk_simulated_private
base=$(cat address)
