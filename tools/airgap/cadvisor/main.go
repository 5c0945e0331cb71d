// Command cadvisor serves container metrics as the official program does, for the flags that this project passes.
//
// cAdvisor's own main is a module of its own that the module proxy does not have; the library that does the work is.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"time"

	"github.com/google/cadvisor/cache/memory"
	"github.com/google/cadvisor/container"
	_ "github.com/google/cadvisor/container/docker/install"
	v2 "github.com/google/cadvisor/info/v2"
	"github.com/google/cadvisor/manager"
	"github.com/google/cadvisor/metrics"
	"github.com/google/cadvisor/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"
)

func main() {
	klog.InitFlags(nil)
	port := flag.Int("port", 8080, "port to listen on")
	labels := flag.Bool("store_container_labels", true, "turn the containers' labels into labels of the metrics")
	disabled := container.MetricSet{}
	flag.Var(&disabled, "disable_metrics", "kinds of metrics to leave out, separated by commas")
	flag.Parse()

	included := container.AllMetrics.Difference(disabled)
	dynamic := false
	// What the official program's flags hold when they are not given; an empty list makes the library panic.
	none := []string{""}
	housekeeping := manager.HousekeepingConfig{Interval: manager.HousekeepingInterval, AllowDynamic: &dynamic}
	containers, err := manager.New(memory.New(2*time.Minute, nil), sysfs.NewRealSysFs(), housekeeping, included,
		http.DefaultClient, none, none, "", 0)
	if err != nil {
		klog.Fatalf("cannot watch containers: %v", err)
	}
	if err := containers.Start(); err != nil {
		klog.Fatalf("cannot start watching containers: %v", err)
	}
	names := metrics.DefaultContainerLabels
	if !*labels {
		names = metrics.BaseContainerLabels(nil)
	}
	registry := prometheus.NewRegistry()
	options := v2.RequestOptions{IdType: v2.TypeName, Count: 1, Recursive: true}
	registry.MustRegister(
		metrics.NewPrometheusCollector(containers, names, included, clock.RealClock{}, options),
		metrics.NewPrometheusMachineCollector(containers, included),
	)
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	klog.Fatal(http.ListenAndServe(fmt.Sprintf(":%d", *port), nil))
}
