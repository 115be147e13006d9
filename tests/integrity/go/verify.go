// Checks a published transparency log with nothing of the ledger's own: Google's sumdb/note and sumdb/tlog, the code with
// which the Go toolchain checks its checksum database.
//
//	apt-get install golang-go golang-golang-x-mod-dev
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o verify verify.go
//	./verify -log http://127.0.0.1:8080/log -key "$(curl -s http://127.0.0.1:8080/log/keys | sed -n '2s/ .*//p')"
//
// It reads every entry, computes the root, compares it with the signed one, and checks inclusion and consistency proofs
// that tlog makes from the published tiles, and those of a file that the ledger made.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8
const tileWidth = 1 << tileHeight

func fail(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, "REFUSED: "+format+"\n", args...)
	os.Exit(1)
}

func must(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

// source reads files of the log by their path, from an address or from a folder.
type source string

func (s source) read(path string) ([]byte, error) {
	if !strings.HasPrefix(string(s), "http") {
		return os.ReadFile(filepath.Join(string(s), filepath.FromSlash(path)))
	}
	response, err := http.Get(string(s) + "/" + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	return io.ReadAll(response.Body)
}

// path of a tile in tlog-tiles: as in sumdb, without the height.
func tilesPath(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", tileHeight))
}

func (s source) Height() int { return tileHeight }
func (s source) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		data, err := s.read(tilesPath(t))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}
func (s source) SaveTiles([]tlog.Tile, [][]byte) {}

// checkpoint opens the signed note and reads origin, size and root.
func checkpoint(s source, key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	must(err, "verifier key")
	data, err := s.read("checkpoint")
	must(err, "checkpoint")
	opened, err := note.Open(data, note.VerifierList(verifier))
	must(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		fail("checkpoint: %d lines", len(lines))
	}
	if lines[0] != verifier.Name() {
		fail("checkpoint: origin %q is not the name of the key", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "checkpoint size")
	root, err := tlog.ParseHash(lines[2])
	must(err, "checkpoint root")
	return tlog.Tree{N: size, Hash: root}
}

// entries reads all entries from their bundles and gives their record hashes.
func entries(s source, size int64) []tlog.Hash {
	var hashes []tlog.Hash
	for n := int64(0); n*tileWidth < size; n++ {
		width := size - n*tileWidth
		if width > tileWidth {
			width = tileWidth
		}
		t := tlog.Tile{H: tileHeight, L: 0, N: n, W: int(width)}
		path := strings.Replace(tilesPath(t), "tile/0/", "tile/entries/", 1)
		data, err := s.read(path)
		must(err, "entries")
		for count := int64(0); count < width; count++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				fail("entries: %s ends within entry %d", path, n*tileWidth+count)
			}
			length := int(binary.BigEndian.Uint16(data))
			hashes = append(hashes, tlog.RecordHash(data[2:2+length]))
			data = data[2+length:]
		}
		if len(data) != 0 {
			fail("entries: %s holds more than %d entries", path, width)
		}
	}
	return hashes
}

type head struct {
	Size int64  `json:"size"`
	Root string `json:"root"`
}

func hash(text string) tlog.Hash {
	h, err := tlog.ParseHash(text)
	must(err, "hash")
	return h
}
func hashes(texts []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return all
}

// proofs checks what the routes /v1/log/inclusion and /v1/log/consistency answered.
func proofs(file string) (int, int) {
	var given struct {
		Inclusion []struct {
			head
			LeafIndex int64    `json:"leafIndex"`
			Entry     string   `json:"entry"`
			Hashes    []string `json:"hashes"`
		} `json:"inclusion"`
		Consistency []struct {
			From   head     `json:"from"`
			To     head     `json:"to"`
			Hashes []string `json:"hashes"`
		} `json:"consistency"`
	}
	data, err := os.ReadFile(file)
	must(err, "proofs")
	must(json.Unmarshal(data, &given), "proofs")
	for _, p := range given.Inclusion {
		entry, err := base64.StdEncoding.DecodeString(p.Entry)
		must(err, "entry")
		must(tlog.CheckRecord(hashes(p.Hashes), p.Size, hash(p.Root), p.LeafIndex, tlog.RecordHash(entry)),
			fmt.Sprintf("given inclusion of %d in %d", p.LeafIndex, p.Size))
	}
	for _, p := range given.Consistency {
		must(tlog.CheckTree(hashes(p.Hashes), p.To.Size, hash(p.To.Root), p.From.Size, hash(p.From.Root)),
			fmt.Sprintf("given consistency of %d with %d", p.From.Size, p.To.Size))
	}
	return len(given.Inclusion), len(given.Consistency)
}

func main() {
	log := flag.String("log", "", "address or folder of the log: what lies at /checkpoint and /tile")
	key := flag.String("key", "", "verifier key of the log")
	every := flag.Int64("every", 1, "check the inclusion of every n-th entry, and of those at the edges of tiles")
	given := flag.String("proofs", "", "JSON file of proofs that the ledger made")
	flag.Parse()

	s := source(strings.TrimSuffix(*log, "/"))
	tree := checkpoint(s, *key)
	records := entries(s, tree.N)

	// The root from the entries alone, by tlog's own storage.
	var stored []tlog.Hash
	own := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var all []tlog.Hash
		for _, index := range indexes {
			if index >= int64(len(stored)) {
				return nil, fmt.Errorf("no hash %d", index)
			}
			all = append(all, stored[index])
		}
		return all, nil
	})
	for n, record := range records {
		more, err := tlog.StoredHashesForRecordHash(int64(n), record, own)
		must(err, "tree")
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(tree.N, own)
	must(err, "tree")
	if root != tree.Hash {
		fail("the entries give the root %v, and %v was signed", root, tree.Hash)
	}

	// Every tile, byte for byte what the entries give: complete ones and the partial ones at the edge.
	tiles := tlog.NewTiles(tileHeight, 0, tree.N)
	for _, t := range tiles {
		want, err := tlog.ReadTileData(t, own)
		must(err, "tile")
		have, err := s.read(tilesPath(t))
		must(err, "tile")
		if string(want) != string(have) {
			fail("%s is not what the entries give", tilesPath(t))
		}
	}

	// Proofs from the published tiles, which tlog authenticates against the signed root.
	published := tlog.TileHashReader(tree, s)
	included := 0
	for n := int64(0); n < tree.N; n++ {
		edge := n%tileWidth == 0 || n%tileWidth == tileWidth-1 || n == tree.N-1
		if n%*every != 0 && !(edge && (n < 4*tileWidth || n >= tree.N-4*tileWidth)) {
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, n, published)
		must(err, fmt.Sprintf("inclusion of %d", n))
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, n, records[n]), fmt.Sprintf("inclusion of %d", n))
		included++
	}
	consistent := 0
	for _, n := range []int64{1, 2, 3, 100, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537, tree.N - 1, tree.N} {
		if n < 1 || n > tree.N {
			continue
		}
		older, err := tlog.TreeHash(n, own)
		must(err, "older root")
		proof, err := tlog.ProveTree(tree.N, n, published)
		must(err, fmt.Sprintf("consistency with %d", n))
		must(tlog.CheckTree(proof, tree.N, tree.Hash, n, older), fmt.Sprintf("consistency with %d", n))
		consistent++
	}
	if *given != "" {
		a, b := proofs(*given)
		included, consistent = included+a, consistent+b
	}
	fmt.Printf("accepted: %d entries, %d tiles, root %v, %d inclusion proofs, %d consistency proofs\n",
		tree.N, len(tiles), tree.Hash, included, consistent)
}
