// Command pulumi-resource-docker is a stand-in for Pulumi's docker plugin 5.2.0, for machines that reach Go modules
// but no binary downloads: the same Terraform provider behind the same bridge, with the same tokens and property names.
// It has no schema (so no code generation in `pulumi import`) and no docker.Image.
package main

import (
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

const version = "5.2.0"

// The Terraform names and the names that npm's @pulumi/docker gives them.
var resources = map[string]string{
	"docker_buildx_builder": "BuildxBuilder",
	"docker_config":         "ServiceConfig",
	"docker_container":      "Container",
	"docker_image":          "RemoteImage",
	"docker_network":        "Network",
	"docker_plugin":         "Plugin",
	"docker_registry_image": "RegistryImage",
	"docker_secret":         "Secret",
	"docker_service":        "Service",
	"docker_tag":            "Tag",
	"docker_volume":         "Volume",
}

var functions = map[string]string{
	"docker_image":                    "getRemoteImage",
	"docker_logs":                     "getLogs",
	"docker_network":                  "getNetwork",
	"docker_plugin":                   "getPlugin",
	"docker_registry_image":           "getRegistryImage",
	"docker_registry_image_manifests": "getRegistryImageManifests",
}

// Lists that the bridge would otherwise put into the plural, and the image's name, which must not get a random suffix.
var fields = map[string]map[string]*tfbridge.SchemaInfo{
	"docker_container": {
		"command":           {Name: "command"},
		"networks_advanced": {Name: "networksAdvanced"},
	},
	"docker_image": {"name": {Name: "name"}},
}

func token(name string) string {
	return "docker:index/" + strings.ToLower(name[:1]) + name[1:] + ":" + name
}

func main() {
	info := tfbridge.ProviderInfo{
		P:           shimv2.NewProvider(provider.New(version)()),
		Name:        "docker",
		Version:     version,
		Resources:   map[string]*tfbridge.ResourceInfo{},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
		Config: map[string]*tfbridge.SchemaInfo{
			"host": {Default: &tfbridge.DefaultInfo{
				Value:   "unix:///var/run/docker.sock",
				EnvVars: []string{"DOCKER_HOST"},
			}},
			"registry_auth": {Name: "registryAuth", MaxItemsOne: tfbridge.False()},
		},
	}
	for terraform, name := range resources {
		info.Resources[terraform] = &tfbridge.ResourceInfo{
			Tok:    tokens.Type(token(name)),
			Fields: fields[terraform],
			// Two containers cannot share a name or a published port.
			DeleteBeforeReplace: terraform == "docker_container",
		}
	}
	for terraform, name := range functions {
		info.DataSources[terraform] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(token(name))}
	}
	info.SetAutonaming(255, "-")
	tfbridge.Main("docker", version, info, nil)
}
