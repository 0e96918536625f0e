using System.Text;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Metrics;

/// <summary>GET /metrics: what the server measures, for Prometheus.</summary>
internal sealed class MetricsRoutes : IDisposable
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    private static readonly PrometheusText Usual = new(isOpen: false);
    private static readonly PrometheusText Open = new(isOpen: true);

    private readonly MeasurementBook? _book;
    private readonly ServerMeter? _meter;

    /// <summary>Begins to measure, unless nobody may know.</summary>
    public MetricsRoutes(ServerOptions options, MeterSources sources)
    {
        if (options.Metrics != MetricsAccess.Off)
        {
            _book = new MeasurementBook(sources.Factory);
            _meter = new ServerMeter(options, sources);
        }
    }

    /// <summary>GET /metrics.</summary>
    public Task ShowAsync(HttpContext context)
    {
        if (_book is null)
        {
            throw new ServerRefusal(RefusalKind.Missing, "no_metrics", "This server shows no metrics: 'metrics.access' is 'off' in its configuration.");
        }

        var form = context.Request.Headers.Accept.ToString().Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase) ? Open : Usual;
        var text = "";
        _book.Show(families => text = form.Write(families));
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = form.MediaType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    public void Dispose()
    {
        _meter?.Dispose();
        _book?.Dispose();
    }
}
