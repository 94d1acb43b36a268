# Sourced by scripts/bootstrap and its parts: pinned downloads out of scripts/downloads.tsv.
# Wants: $table, $work (a folder that exists), $machine (x86_64 or aarch64), and die().

row() { # row NAME -> the line of the table for this machine
    awk -F'\t' -v name="$1" -v machine="$machine" \
        '!/^#/ && ($2 == machine || $2 == "any") { split($5, r, "=="); if (r[1] == name) print }' "$table"
}

check() { # check FILE SHA256
    local have
    have=$(sha256sum "$1" | cut -d' ' -f1)
    [ "$have" = "$2" ] || { rm -f "$1"; die "checksum of $(basename "$1") is $have, expected $2; not used"; }
}

fetch() { # fetch NAME [PYTHON_VERSION] -> the checked file's path
    local line sha requirement folder=$work/$1
    line=$(row "$1")
    [ -n "$line" ] || die "scripts/downloads.tsv has no line for $1 on $machine"
    sha=$(cut -f4 <<<"$line")
    requirement=$(cut -f5 <<<"$line")
    rm -rf "$folder" && mkdir -p "$folder"
    local how=(--only-binary=:all: --python-version "${2:-3.11}" --implementation cp --abi cp311 --abi none)
    for tag in 2_28 2_27 2_26 2_17; do how+=(--platform "manylinux_${tag}_$machine"); done
    how+=(--platform "manylinux2014_$machine" --platform any)
    if [[ $1 == *-source ]]; then
        # The source archive is wanted for one header; pip insists on reading its metadata, no more.
        requirement=${requirement/-source/}
        how=(--no-binary "${requirement%%==*}")
    fi
    python3 -m pip download --quiet --no-deps --disable-pip-version-check "${how[@]}" \
        -d "$folder" "$requirement" >"$work/pip.log" 2>&1 \
        || { cat "$work/pip.log" >&2; die "pip could not download $requirement"; }
    local file
    file=$(find "$folder" -type f | head -n 1)
    check "$file" "$sha"
    printf '%s\n' "$file"
}
