using Microsoft.AspNetCore.Components;

namespace BadgeFunctions.Sandbox.Web;

/// <summary>A page that is shown from one parameter.</summary>
public abstract class ModelPage<TModel> : ComponentBase
{
    [Parameter, EditorRequired] public required TModel Model { get; set; }
}
