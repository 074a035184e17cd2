// SPDX-License-Identifier: Apache-2.0
//
// A real Vault server for tests: its core with the engines and logins that Batten speaks to, storage in memory, unsealed. Over plain HTTP
// on a free loopback port, and with -cert and -key over TLS on another, where it asks for a client certificate. The database engine has
// one plugin, "batten-test-database", that only counts its users. Prints one line of JSON (url, tls_url, root_token, unseal_key), then
// serves until standard input ends.
package main

import (
	"context"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	hclog "github.com/hashicorp/go-hclog"
	jwt "github.com/hashicorp/vault-plugin-auth-jwt"
	kubernetes "github.com/hashicorp/vault-plugin-auth-kubernetes"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/builtin/credential/approle"
	"github.com/hashicorp/vault/builtin/credential/cert"
	"github.com/hashicorp/vault/builtin/logical/database"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	dbplugin "github.com/hashicorp/vault/sdk/database/dbplugin/v5"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
)

const databasePlugin = "batten-test-database"

type registry struct{}

func (registry) Contains(name string, kind consts.PluginType) bool {
	return name == databasePlugin && kind == consts.PluginTypeDatabase
}
func (r registry) Get(name string, kind consts.PluginType) (func() (interface{}, error), bool) {
	if !r.Contains(name, kind) {
		return nil, false
	}
	return func() (interface{}, error) { return &countedUsers{}, nil }, true
}
func (registry) Keys(kind consts.PluginType) []string {
	if kind == consts.PluginTypeDatabase {
		return []string{databasePlugin}
	}
	return nil
}
func (registry) DeprecationStatus(string, consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Supported, true
}
func (registry) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }

// A database whose users are names only.
type countedUsers struct{ made int }

func (d *countedUsers) Initialize(_ context.Context, req dbplugin.InitializeRequest) (dbplugin.InitializeResponse, error) {
	return dbplugin.InitializeResponse{Config: req.Config}, nil
}
func (d *countedUsers) NewUser(_ context.Context, req dbplugin.NewUserRequest) (dbplugin.NewUserResponse, error) {
	d.made++
	return dbplugin.NewUserResponse{Username: fmt.Sprintf("v-%s-%d", req.UsernameConfig.RoleName, d.made)}, nil
}
func (d *countedUsers) UpdateUser(context.Context, dbplugin.UpdateUserRequest) (dbplugin.UpdateUserResponse, error) {
	return dbplugin.UpdateUserResponse{}, nil
}
func (d *countedUsers) DeleteUser(context.Context, dbplugin.DeleteUserRequest) (dbplugin.DeleteUserResponse, error) {
	return dbplugin.DeleteUserResponse{}, nil
}
func (d *countedUsers) Type() (string, error) { return databasePlugin, nil }
func (d *countedUsers) Close() error          { return nil }

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "vault_server:", err)
		os.Exit(1)
	}
}

func main() {
	certificate := flag.String("cert", "", "PEM file of the server's certificate")
	key := flag.String("key", "", "PEM file of its key")
	flag.Parse()

	logger := hclog.New(&hclog.LoggerOptions{Level: hclog.Error, Output: os.Stderr})
	storage, err := inmem.NewInmem(nil, logger)
	must(err)
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:        storage,
		Logger:          logger,
		DisableMlock:    true,
		BuiltinRegistry: registry{},
		LogicalBackends: map[string]logical.Factory{"kv": kv.Factory, "database": database.Factory},
		CredentialBackends: map[string]logical.Factory{"approle": approle.Factory, "cert": cert.Factory, "jwt": jwt.Factory,
			"kubernetes": kubernetes.Factory},
		DefaultLeaseTTL: 768 * time.Hour,
		MaxLeaseTTL:     768 * time.Hour,
	})
	must(err)
	made, err := core.Initialize(context.Background(), &vault.InitParams{
		BarrierConfig:  &vault.SealConfig{SecretShares: 1, SecretThreshold: 1},
		RecoveryConfig: &vault.SealConfig{SecretShares: 1, SecretThreshold: 1},
	})
	must(err)
	_, err = core.Unseal(append([]byte(nil), made.SecretShares[0]...))
	must(err)

	listen := func(config *tls.Config) string {
		plain, err := net.Listen("tcp", "127.0.0.1:0")
		must(err)
		handler := vaulthttp.Handler.Handler(&vault.HandlerProperties{Core: core, ListenerConfig: &configutil.Listener{Address: plain.Addr().String()}})
		served, scheme := plain, "http"
		if config != nil {
			served, scheme = tls.NewListener(plain, config), "https"
		}
		go http.Serve(served, handler)
		return scheme + "://" + plain.Addr().String()
	}
	out := map[string]string{"url": listen(nil), "root_token": made.RootToken, "unseal_key": hex.EncodeToString(made.SecretShares[0])}
	if *certificate != "" {
		pair, err := tls.LoadX509KeyPair(*certificate, *key)
		must(err)
		out["tls_url"] = listen(&tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequestClientCert})
	}
	must(json.NewEncoder(os.Stdout).Encode(out))
	io.Copy(io.Discard, os.Stdin)
}
