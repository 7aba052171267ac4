// @sallyport/core/sdk
